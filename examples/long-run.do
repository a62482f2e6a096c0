* long-run.do: three minutes of work, or as many as its argument says.
* What to see: close the terminal, the client or the laptop's lid, and ask for the run again: it went on, and every line is there.

version 15
args minutes
if "`minutes'" == "" {
    local minutes 3
}

clear all
set seed 20261124
set obs 200
generate x = .
generate y = .

program define step
    args number of
    quietly replace x = rnormal()
    quietly replace y = 1 + 0.5 * x + rnormal()
    quietly regress y x
    display "step `number' of `of': the slope is " %6.4f _b[x]
    sleep 1000
end

local steps = ceil(60 * `minutes')
forvalues number = 1/`steps' {
    step `number' `steps'
}
display "`steps' steps, and nobody had to watch."
