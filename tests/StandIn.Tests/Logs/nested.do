display "outer"
capture noisily do inner.part "a b" c
display _rc
quietly do inner.part
display "never"
