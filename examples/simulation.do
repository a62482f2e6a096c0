* simulation.do: how often does a 95% interval hold the truth when the errors are not alike?
* What to see: dots as they are made, then the answer: the usual standard errors are far too small, the robust ones a little.

version 15
clear all

program define once, rclass
    drop _all
    set obs 100
    generate x = rchi2(2)
    generate y = 1 + 2 * x + x * rnormal()
    local t = invttail(98, 0.025)
    regress y x
    return scalar usual = abs(_b[x] - 2) < `t' * _se[x]
    regress y x, vce(robust)
    return scalar robust = abs(_b[x] - 2) < `t' * _se[x]
end

simulate usual=r(usual) robust=r(robust), reps(2000) seed(20261124): once

label variable usual "Holds the truth, usual standard errors"
label variable robust "Holds the truth, robust standard errors"
summarize usual robust
quietly summarize usual
display "Of the intervals " %4.1f 100 * r(mean) "% hold the truth with the usual standard errors,"
quietly summarize robust
display "and " %4.1f 100 * r(mean) "% with robust ones. They promise 95%."
