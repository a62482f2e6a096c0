using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using StataRuns.Hosts;
using StataRuns.McpFrontend.Cli.Connecting;
using StataRuns.McpFrontend.Mcp.Snapshots;
using StataRuns.McpFrontend.Security;

namespace StataRuns.McpFrontend.Cli.Servers;

/// <summary>Asks a remote server what it is, and turns each wrong answer into an error message.</summary>
internal static class RemoteProbe
{
    private const int LongestSentence = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Asks with the key.</summary>
    /// <returns>What the server says of itself and of the key's owner.</returns>
    /// <exception cref="UnreachableException">It does not answer, or cannot be trusted.</exception>
    /// <exception cref="CliException">It is no StataRuns service, or does not accept the key.</exception>
    public static async Task<InfoJson> HearAsync(ServiceHttp plain, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(plain, cancellationToken);
        var said = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => Parse(plain, said),
            HttpStatusCode.Unauthorized => throw plain.Unauthorized(),
            >= HttpStatusCode.InternalServerError => throw new UnreachableException(
                $"The server at {plain.Service.Url} answered with {(int)answer.StatusCode}{(Sentence(answer, said) is { } why ? $": {why}" : ".")}"),
            _ when answer.Headers.Location is { } elsewhere => throw new CliException(
                $"{plain.Service.Url} sends on to {elsewhere}, where the key does not follow: give the address of the server itself.", ExitCode.WrongUsage),
            _ => throw (Sentence(answer, said) is { } why ? new CliException($"The server at {plain.Service.Url} refuses: {why}", ExitCode.WrongUsage) : NoService(plain)),
        };
    }

    /// <summary>Asks without a key whether there is a StataRuns service, before a key is sent to it.</summary>
    /// <exception cref="UnreachableException">It does not answer, or cannot be trusted.</exception>
    /// <exception cref="CliException">It is none.</exception>
    public static async Task RecogniseAsync(ServiceHttp withoutKey, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(withoutKey, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            if (!answer.Headers.WwwAuthenticate.Any(challenge => challenge.ToString() == Gate.Challenge))
            {
                throw NoService(withoutKey);
            }

            return;
        }

        await HearAsync(withoutKey, cancellationToken);
        throw new CliException($"The server at {withoutKey.Service.Url} asks for no key: use it with {ServerChoice.Option}, without a login.", ExitCode.WrongUsage);
    }

    private static async Task<HttpResponseMessage> AskAsync(ServiceHttp plain, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        try
        {
            return await plain.Http.GetAsync(plain.Address("/service"), bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnreachableException($"The server at {plain.Service.Url} does not answer.");
        }
        catch (HttpRequestException e)
        {
            throw Trouble(plain, e);
        }
    }

    private static CliException Trouble(ServiceHttp plain, HttpRequestException e)
    {
        var url = plain.Service.Url;
        var why = e.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.');
        return e switch
        {
            { HttpRequestError: HttpRequestError.NameResolutionError } => new UnreachableException(
                $"{url} cannot be reached: the name {new Uri(url).Host} is not known here ({why}). Is it written as it should be, and is this machine in the network that knows it?") { IsLasting = true },
            { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException { Message: var wrong } } when wrong.Contains("certificate", StringComparison.OrdinalIgnoreCase) =>
                new UnreachableException(
                    $"The certificate of {url} is not trusted, so nothing was sent to it: {wrong.ReplaceLineEndings(" ").TrimEnd('.')}. Ask who runs the server for the certificate of its authority and add it to those of this machine (on Linux SSL_CERT_FILE names a PEM file), or use the name that the certificate is for.")
                { IsLasting = true },
            { HttpRequestError: HttpRequestError.SecureConnectionError } => new UnreachableException(
                $"There is no encrypted connection to {url}: {why}. Is it an http:// address?") { IsLasting = true },
            { HttpRequestError: HttpRequestError.InvalidResponse } => NoService(plain),
            _ => new UnreachableException($"The server at {url} cannot be reached: {why}."),
        };
    }

    private static InfoJson Parse(ServiceHttp plain, string said)
    {
        try
        {
            return JsonSerializer.Deserialize(said, McpJson.Default.InfoJson) ?? throw NoService(plain);
        }
        catch (JsonException)
        {
            throw NoService(plain);
        }
    }

    /// <summary>The service's own words; a page of another program's is none.</summary>
    private static string? Sentence(HttpResponseMessage answer, string said) =>
        answer.Content.Headers.ContentType?.MediaType == "text/plain" && said.Trim() is { Length: > 0 and < LongestSentence } sentence ? sentence : null;

    private static CliException NoService(ServiceHttp plain) => new(
        $"At {plain.Service.Url} there is no StataRuns service that this program (version {ProductVersion.Text}) knows: it answers otherwise. Check name and port.", ExitCode.WrongUsage);
}
