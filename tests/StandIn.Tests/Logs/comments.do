* a comment
// another
display "one" // behind a command
display /* inside */ "two"
/* over
   lines /* and nested */
   to here */
display ///
    "three"
#delimit ;
display
    "four";
* a comment
  over two lines;
display "five";
#delimit cr
display "http://six"
