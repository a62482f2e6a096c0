* quickstart.do: a page of ordinary Stata, some ten seconds long.
* What to see: the log above, the bar below; press Ctrl-C and come back with "attach": the run does not mind.
*
* It runs as it is on Stata 15 and later and on the stand-in, needs no data,
* and leaves no file behind.

version 15
clear all
set more off

* 1. Macros: a local, a global, an expression, a question about a word.
local project "StataRuns"
local year = 2020 + 6
global greeting "Hello from `project'"
display "$greeting, in the year `year'."
display "Its name has `: length local project' letters."
sleep 700

* 2. Data, made up: the same seed gives the same numbers at each run.
set obs 500
set seed 20261124
generate age = 20 + floor(45 * runiform())
generate byte region = 1 + floor(4 * runiform())
generate wage = 10 + 0.3 * age + 0.8 * (region == 3) + 4 * rnormal()
label define places 1 "North" 2 "East" 3 "South" 4 "West"
label values region places
label variable age "Age in years"
label variable wage "Wage an hour"
summarize age wage
tabulate region
sleep 700

* 3. A program with an argument and a result.
program define spread, rclass
    args variable
    quietly summarize `variable'
    return scalar width = r(max) - r(min)
    display "`variable' lies between " %5.2f r(min) " and " %5.2f r(max)
end

foreach variable in age wage {
    spread `variable'
    display "so it is " %5.2f r(width) " wide"
}
sleep 700

* 4. Loops with something to see in each round. The bar counts the commands of
* the do-file: it moves on when a loop is through.
program define report
    args round
    quietly summarize wage if _n <= 40 * `round'
    display "round `round' of 12: the mean is " %7.4f r(mean)
    sleep 300
end

forvalues round = 1/4 {
    report `round'
}
forvalues round = 5/8 {
    report `round'
}
forvalues round = 9/12 {
    report `round'
}

* 5. An error that the do-file expects: caught, and the run goes on.
capture noisily summarize no_such_variable
display "Stata's return code was " _rc ", and here we still are."
sleep 700

* 6. Regressions, and the table of both.
regress wage age
estimates store plain
regress wage age i.region, vce(robust)
estimates store places
estimates table plain places, b(%9.3f) se stats(N r2)
scalar worth = _b[age]
display "A year is worth " %6.4f worth " an hour."
sleep 700

* 7. A bootstrap: its dots come as they are made.
bootstrap slope=_b[age], reps(200) seed(1): regress wage age

* 8. A graph: kept with the run, and in the answer that an agent gets.
twoway (scatter wage age) (lfit wage age), name(wages) ///
    title("Wages grow with age") legend(order(1 "Workers" 2 "Fitted line"))

* 9. A file: written, read back, and gone with the run.
tempfile notes
tempname handle
file open `handle' using "`notes'", write text replace
file write `handle' "A year of age was worth " %6.4f (worth) " an hour." _n
file close `handle'
type "`notes'"
display "Done: $greeting."
