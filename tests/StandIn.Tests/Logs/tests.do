quietly run cars.part
ttest mpg, by(foreign)
ttest mpg, by(foreign) unequal
ttest mpg == 20
ttesti 20 20 5 32 15 4
sdtest mpg, by(foreign)
sdtest mpg == 5
prtest foreign == .5
ranksum mpg, by(foreign)
kwallis mpg, by(rep78)
spearman mpg rep78
oneway mpg foreign, tabulate
oneway mpg rep78, bonferroni
clear
set obs 12
generate mpg1 = real(word("20 23 21 25 18 17 18 24 20 24 23 19", _n))
generate mpg2 = real(word("24 25 21 22 23 18 17 28 24 27 21 23", _n))
ttest mpg1 == mpg2
signrank mpg1 = mpg2
return list
