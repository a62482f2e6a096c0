using StataRuns.StandIn.Programs;

return Start.Run(args);
