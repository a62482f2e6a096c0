using System.CommandLine;
using System.Text.Json;
using StataRuns.Configuration;
using StataRuns.McpFrontend.Security;

namespace StataRuns.McpFrontend.Cli.Verbs;

/// <summary><c>keys new NAME</c>: makes a key for an owner. It asks no service and changes no file.</summary>
internal static class KeysVerb
{
    private const string New = "new";

    public static Command Create(Func<ParseResult, Invocation> invoke)
    {
        _ = invoke; // a key can be made anywhere
        var action = new Argument<string>("ACTION") { Description = "new: make a key." };
        action.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not New and var word }])
            {
                result.AddError($"\"stataruns keys\" does not know \"{word}\"; it knows \"keys new NAME\".");
            }
        });
        var name = new Argument<string>("NAME") { Description = "The owner." };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !OwnerName.TryRead(word, out _))
            {
                result.AddError($"\"{word}\" is no owner's name: it is {OwnerName.Allowed}.");
            }
        });
        var json = WatchOptions.Json("Print owner, key, digest and setting as JSON.");
        var verb = new Command("keys", "Make a key for an owner (Auth:Mode ApiKeys).") { action, name, json };
        verb.SetAction(parsed =>
        {
            OwnerName.TryRead(parsed.GetRequiredValue(name), out var owner);
            Print(owner, ApiKey.Make(), parsed.GetValue(json));
            return ExitCode.Succeeded;
        });
        return verb;
    }

    private static void Print(string owner, ApiKey key, bool json)
    {
        var setting = $"{ConfigurationKey.Section}:Auth:ApiKeys:{owner}";
        if (json)
        {
            Say.Json(JsonSerializer.Serialize(new KeyJson(owner, key.Text, key.Digest, setting), CliJson.Printed.KeyJson));
            return;
        }

        Say.Answer(key.Text);
        Say.Remark($"This is {owner}'s key. It is kept nowhere: give it to {owner}, who sends it as \"Authorization: Bearer KEY\".");
        Say.Remark("Each gateway gets its digest, in appsettings.json:");
        Say.Remark($$"""  { "StataRuns": { "Auth": { "Mode": "ApiKeys", "ApiKeys": { "{{owner}}": "{{key.Digest}}" } } } }""");
        if (IsVariable(owner))
        {
            Say.Remark("or in the environment:");
            Say.Remark("  StataRuns__Auth__Mode=ApiKeys");
            Say.Remark($"  StataRuns__Auth__ApiKeys__{owner}={key.Digest}");
        }
        else
        {
            Say.Remark($"or on the command line: --StataRuns:Auth:Mode=ApiKeys --{setting}={key.Digest}");
        }

        Say.Remark("A second key of the same owner goes behind the first, with a comma; to take a key back, take its digest away. Both count from the next start.");
    }

    /// <summary>Shells and service managers take no other signs in a variable's name, and two underscores in a row would be a colon.</summary>
    private static bool IsVariable(string owner) =>
        owner.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && !owner.Contains("__", StringComparison.Ordinal);
}
