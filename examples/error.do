* error.do: a mistake inside a program.
* What to see: the run fails with r(111), and the answer names the command, the file and the line; what came before is in the log.

version 15
clear all
set obs 100
set seed 1
generate income = 1000 + 500 * rnormal()
summarize income

program define model
    args outcome
    regress `outcome' income education
end

display "This line is in the log."
model income
display "This line is never reached."
