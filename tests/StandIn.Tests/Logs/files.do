tempname out
file open `out' using "lines.txt", write text replace
file write `out' "one" _n "two " %5.2f (1/3) _n
file close `out'
type "lines.txt"
file open in using lines.txt, read text
file read in line
while r(eof) == 0 {
    display "read `line'"
    file read in line
}
file close in
confirm file lines.txt
capture confirm new file lines.txt
display _rc
erase lines.txt
capture confirm file lines.txt
display _rc
