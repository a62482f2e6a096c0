* graphs.do: a gallery of six graphs.
* What to see: all that are in memory at the end are kept with the run as SVG, and are in an agent's answer; no file is left in this folder.

version 15
clear all
set obs 300
set seed 20261124
generate byte group = 1 + (_n > 150)
label define groups 1 "Control" 2 "Treated"
label values group groups
generate dose = 10 * runiform()
generate response = 2 + 0.6 * dose + 1.5 * (group == 2) + rnormal()
label variable dose "Dose (mg)"
label variable response "Response"

scatter response dose, name(points) title("Every patient a point")

twoway (scatter response dose if group == 1) (scatter response dose if group == 2) ///
    (lfit response dose if group == 1) (lfit response dose if group == 2), ///
    name(groups) title("Two groups, two lines") ///
    legend(order(1 "Control" 2 "Treated" 3 "Fit, control" 4 "Fit, treated"))

histogram response, normal name(distribution) title("How responses lie")

graph bar (mean) response, over(group) name(means) title("Means by group")

graph box response, over(group) name(boxes) title("Spread by group")

generate day = _n
generate level = sum(rnormal())
twoway line level day, name(walk) title("A random walk") xtitle("Day") ytitle("Level")

graph dir
