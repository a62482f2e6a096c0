* arguments.do: a do-file with arguments, as in: run examples/arguments.do 2024 "New York" 0.05
* What to see: words with spaces stay one argument; the same call again joins the run that goes on, other arguments make another one.

version 15
args year place level
if "`year'" == "" | "`place'" == "" {
    display as error `"Say a year and a place, such as: arguments.do 2024 "New York""'
    exit 198
}
if "`level'" == "" {
    local level 0.05
}

display "Year:  `year'"
display "Place: `place' (`: word count `place'' words, `: length local place' letters)"
display "Level: " %4.2f `level' ", so t is " %5.3f invttail(100, `level' / 2) " with 100 degrees of freedom."
