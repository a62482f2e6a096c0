forvalues i = 1/3 {
    display `i'
}
forvalues i = 10(-5)0 {
    // a comment takes no number
    display `i'

    display "next"
}
foreach word in a "b c" {
    display "`word'"
}
local list x y
foreach word of local list {
    foreach number of numlist 1/2 {
        display "`word'`number'"
    }
}
local i = 0
while `i' < 5 {
    local ++i
    if `i' == 2 continue
    if `i' == 4 {
        continue, break
    }
    display "i is `i'"
}
