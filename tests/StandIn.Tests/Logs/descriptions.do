quietly run cars.part
describe
describe mpg foreign
describe, short
describe, simple
ds, has(vallabel)
lookfor price
codebook mpg rep78 foreign
codebook, compact
inspect mpg foreign
generate str make = "Car " + string(_n)
codebook make
generate a_variable_of_long_name = 1
describe a_variable_of_long_name make
describe a_variable_of_long_name, fullnames
list price mpg foreign in 1/7
list price foreign in 1/3, clean noobs nolabel
list price mpg a_variable_of_long_name in 1/2, divider abbreviate(12)
list make price in 1/2, string(3) noheader
set linesize 40
list make price mpg weight foreign in 9/10
