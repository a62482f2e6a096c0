display 1/3
display %9.0g 3/7
display %10.0g 6.11418681
display %9.0g 1e-10
display %10.0g 1e-10
display %9.0g 12345678.9
display %12.0fc 1234567.8 "|" %8.2f -1.005 "|" %06.2f 3.14159 "|"
display "a" 1 + 1 "b" _skip(3) "c" _column(20) "d"
display "ab" _continue
display "cd"
display _dup(3) "xy" _newline "next"
display %10s "right" "|" %-10s "left" "|"
display as text "text " as result 42 in red " red"
display %td td(24nov2026) " " %tdCCYY-NN-DD td(24nov2026)
display . " " .a " " 2^0.5 " " (-2^2) " " 2^-1
display 123456789 " " 1234567890 " " 0.00001234 " " 0.000001234
display `"a "quoted" word"'
display "{hline 10}{col 15}x"
display 10/0
display "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
