set obs 5
generate x = _n
generate y = 2 * x + (mod(_n, 2) == 1)
regress y x
display _b[x] " " %9.7f _se[x] " " e(N)
summarize y
list in 1/3
