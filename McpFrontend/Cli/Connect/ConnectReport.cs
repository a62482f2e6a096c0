using System.Text.Json;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>Says what <c>connect</c> found, would do, or did.</summary>
/// <param name="own">How a person calls this program.</param>
internal sealed class ConnectReport(OwnCommand own)
{
    /// <summary>The clients.</summary>
    public void List(IReadOnlyList<ListedClientJson> clients)
    {
        var width = clients.Max(client => client.Client.Length);
        foreach (var client in clients)
        {
            var state = client.Connections.Count > 0 ? $"connected ({string.Join(", ", client.Connections.Select(connection => $"{connection.Scope}: {connection.Name}"))})"
                : client.Installed ? "not connected"
                : "does not seem to be installed here";
            Say.Answer($"{client.Client.PadRight(width)}  {state}");
            foreach (var problem in client.Problems)
            {
                Say.Answer($"{new string(' ', width)}  {problem}");
            }
        }

        var first = clients.FirstOrDefault(client => client.Installed && client.Connections.Count == 0) ?? clients[0];
        Say.Remark($"\"{own.Text("connect", first.Client)}\" shows what {first.Title} needs, and writes it with --write.");
    }

    /// <summary>What would be written.</summary>
    public void Print(McpClient client, ConnectJson what, IReadOnlyList<string> repeated)
    {
        Say.Answer($"{client.Title} reads its servers from {what.Path}:");
        Say.Answer("");
        Say.Lines(what.Text!.TrimEnd());
        Say.Answer("");
        if (what.Command is { } command)
        {
            Say.Answer($"{client.Title} has a command of its own for it:");
            Say.Answer("");
            Say.Answer(ShellWord.Line(command));
            Say.Answer("");
        }

        Say.Answer($"\"{own.Text([.. repeated, "--write"])}\" writes it and keeps all else in that file.");
        Notes(what.Notes);
    }

    /// <summary>What was done.</summary>
    public void Done(McpClient client, ConnectJson what, IReadOnlyList<string> repeated)
    {
        Say.Answer(what.Action switch
        {
            "nothing" when what.Entry is null => $"{what.Path} has no server \"{what.Name}\"; nothing to do.",
            "nothing" => $"{what.Path} has the server \"{what.Name}\" already, just so; nothing to do.",
            "added" => $"Added the server \"{what.Name}\" to {what.Path}.",
            "changed" => $"Changed the server \"{what.Name}\" in {what.Path}.",
            "removed" => $"Took the server \"{what.Name}\" out of {what.Path}.",
            "restored" => $"Took the server \"{what.Name}\" out of {what.Path}; what was there before is back.",
            _ => $"Took the server \"{what.Name}\" out; {what.Path} held nothing else and is gone.",
        });
        if (what.Copy is { } copy)
        {
            Say.Answer($"The file as it was is {copy}.");
        }

        if (what.Action is "added" or "changed")
        {
            Say.Answer($"\"{own.Text([.. repeated, "--undo"])}\" takes it out again.");
        }

        if (what.Action != "nothing" && what.Next is { } next)
        {
            Say.Answer(next);
        }

        Notes(what.Notes);
    }

    /// <summary>For programs.</summary>
    public static void Json(ConnectJson what) => Say.Json(JsonSerializer.Serialize(what, ConnectJsonContext.Printed.ConnectJson));

    private static void Notes(IReadOnlyList<string> notes)
    {
        foreach (var note in notes)
        {
            Say.Remark(note);
        }
    }
}
