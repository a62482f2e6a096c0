program define greet
    args who
    display "hello `who'"
end
greet world
program define width, rclass
    syntax anything [, Double By(integer 1)]
    local length = length(`"`anything'"') * `by'
    if "`double'" != "" local length = 2 * `length'
    return scalar length = `length'
    return local what `anything'
end
width abc, d by(3)
return list
display r(length) " `r(what)'"
capture width abc, triple
display _rc
capture program drop nosuch
display _rc
program drop greet
greet again
