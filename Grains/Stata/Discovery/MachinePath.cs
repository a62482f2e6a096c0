namespace StataRuns.Stata;

/// <summary>Paths of a machine that need not be this one: <see cref="System.IO.Path"/> knows the current system's rules only.</summary>
internal readonly struct MachinePath(MachineKind kind)
{
    private char Separator => kind == MachineKind.Windows ? '\\' : '/';

    public char ListSeparator => kind == MachineKind.Windows ? ';' : ':';

    public string Join(string folder, params ReadOnlySpan<string> names)
    {
        var path = folder;
        foreach (var name in names)
        {
            path = path.EndsWith(Separator) ? path + name : $"{path}{Separator}{name}";
        }

        return path;
    }

    public string Parent(string path)
    {
        var end = LastSeparator(path);
        return end <= 0 ? "" : path[..end];
    }

    public string Name(string path) => path[(LastSeparator(path) + 1)..];

    private int LastSeparator(string path) => kind == MachineKind.Windows ? path.AsSpan().LastIndexOfAny('\\', '/') : path.LastIndexOf('/');
}
