using StataRuns.McpFrontend.Cli.Connect.Editing;

namespace StataRuns.McpFrontend.Cli.Connect;

/// <summary>Looks which clients seem to be here, and which of them are connected.</summary>
internal static class ClientSurvey
{
    /// <summary>All clients.</summary>
    public static IReadOnlyList<ListedClientJson> Of(IClientMachine machine)
    {
        var places = new ClientPlaces(machine);
        return [.. KnownClients.All.Select(client => One(client, places, machine))];
    }

    private static ListedClientJson One(McpClient client, ClientPlaces places, IClientMachine machine)
    {
        List<ListedConnectionJson> connections = [];
        List<string> problems = [];
        foreach (var scope in Enum.GetValues<ClientScope>())
        {
            // In the home folder a project's file may be the user's.
            if (client.File(scope, places) is not { } path || (scope == ClientScope.Project && path == client.UserFile(places)))
            {
                continue;
            }

            try
            {
                connections.AddRange(
                    from server in client.List.Read(ConfigFile.Read(path).Text)
                    where Connection.IsOurs(server.Value)
                    select new ListedConnectionJson(KnownClients.ScopeName(scope), path, server.Key, Connection.Target(server.Value)));
            }
            catch (Exception e) when (e is UnreadableConfigException or IOException or UnauthorizedAccessException)
            {
                problems.Add($"{path} cannot be read: {e.Message.ReplaceLineEndings(" ")}");
            }
        }

        return new ListedClientJson(client.Id, client.Title, client.SeemsInstalled(places, machine), connections, problems);
    }
}
