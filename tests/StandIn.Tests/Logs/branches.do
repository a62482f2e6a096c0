local x = 2
if `x' == 2 {
    display "two"
}
else {
    display "other"
}
if `x' == 3 {
    display "three"
}
else if `x' == 2 {
    display "two again"
}
else {
    display "other"
}
if `x' == 3 display "no"
else display "a line"
capture noisily {
    display "inside"
    error 198
    display "never"
}
display _rc
quietly {
    display "hidden"
    noisily display "seen"
}
capture {
    display "hidden"
    assert 1 == 2
}
display _rc
