using System.Runtime.Versioning;

// The runner has no Windows form yet, and its tests speak of /proc, signals and file modes.
[assembly: UnsupportedOSPlatform("windows")]
