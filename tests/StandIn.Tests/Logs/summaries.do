quietly run cars.part
summarize
summarize mpg, detail
summarize mpg [aweight = weight]
summarize price mpg, format separator(1)
by foreign, sort: summarize mpg
tabstat price mpg, statistics(mean sd n)
tabstat price mpg, by(foreign) statistics(mean sd n)
tabstat price, by(foreign)
tabstat price mpg weight, columns(statistics) statistics(mean sd min max)
correlate price mpg weight
correlate price mpg, covariance
pwcorr price rep78 mpg, obs sig star(5)
pwcorr price mpg weight, star(.05)
mean price mpg
mean mpg, over(foreign)
proportion rep78 foreign
ci means mpg
ci proportions foreign
centile price, centile(5 25 50 75)
misstable summarize
