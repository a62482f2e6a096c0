set obs 20
generate x = _n
program define middle, rclass
    quietly summarize x
    return scalar m = r(mean)
end
simulate m = r(m), reps(25) nolegend: middle
count
clear
set obs 20
generate x = _n
version 16: simulate m = r(m), reps(120) nolegend: middle
