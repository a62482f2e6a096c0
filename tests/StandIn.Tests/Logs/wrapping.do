display "a line of the do-file that is longer than eighty columns is cut" " and goes on"
set linesize 50
display "12345678901234567890123456789012345678901234567890x"
