using StataRuns.Runner.Protocol;

namespace StataRuns.Runner.Processes;

/// <summary>The process that a runner looks after, and all that comes of it.</summary>
internal abstract class SupervisedProcess : IDisposable
{
    /// <summary>Which process it is, and since when.</summary>
    public abstract ProcessRecord Record { get; }

    /// <summary>Becomes readable when the process ends; -1 if it has to be looked for every <see cref="LookInterval"/>.</summary>
    public abstract int EndDescriptor { get; }

    /// <summary>How often to look for the end; null if <see cref="EndDescriptor"/> tells it.</summary>
    public virtual TimeSpan? LookInterval => null;

    /// <summary>Has it ended, at this very moment?</summary>
    public abstract bool HasEnded();

    /// <summary>Takes note of what it has started so far, where that could not be found out later. Called every few seconds while it lives.</summary>
    public virtual void Look()
    {
    }

    /// <summary>Sends a signal to the process's group.</summary>
    public abstract void SignalGroup(int signal);

    /// <summary>The processes that it started, directly or not, and that live now; itself left out.</summary>
    public abstract IReadOnlyList<ProcessEntry> Others();

    /// <summary>Kills what is left of the tree, whatever session it fled into. To be repeated until it returns true: nothing is left.</summary>
    public abstract bool ClearUp();

    /// <summary>Adds what is known of the end. Called once nothing is left.</summary>
    public abstract ExitRecord Describe(ExitRecord record);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}
