-- Sessions of clients that nobody used for long.
DELETE FROM OrleansStorage WHERE GrainTypeString = 'client-session' AND ModifiedOn < @before
