namespace StataRuns.McpFrontend.Security;

/// <summary>Refusals over HTTP: a status and a sentence.</summary>
internal static class Answers
{
    /// <summary>Answers with a sentence.</summary>
    public static Task SentenceAsync(this HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync($"{sentence}\n");
    }
}
