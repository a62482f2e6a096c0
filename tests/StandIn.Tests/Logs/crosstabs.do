quietly run cars.part
tabulate rep78
tabulate rep78, missing sort
tabulate rep78, plot
tabulate foreign, nolabel
tabulate rep78 foreign
tabulate rep78 foreign, row column nokey
tabulate rep78 foreign, column cell expected chi2 lrchi2 V gamma taub
generate heavy = weight > 3000
label variable heavy "Heavier than three thousand pounds"
tabulate foreign heavy, exact
tabulate foreign, summarize(mpg)
tabulate foreign heavy, summarize(mpg) nofreq
tab1 foreign heavy
tabulate mpg rep78 if mpg < 16
tabi 30 18 \ 18 14
set linesize 60
tabulate foreign mpg if mpg > 18 & mpg < 27
