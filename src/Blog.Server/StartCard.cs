using Blog.Accounts;
using Blog.Posts;
using Blog.Site;
using Blog.Syndication;
using Microsoft.Extensions.Options;

namespace Blog.Server;

/// <summary>The few lines that a newcomer reads first: where everything is, and how to begin.</summary>
internal static class StartCard
{
    public static async Task PrintAsync(IServiceProvider services, TextWriter output, CancellationToken ct)
    {
        var site = services.GetRequiredService<SiteAddress>();
        var facts = await services.GetRequiredService<IStoreHealth>().DescribeAsync(ct);
        var settings = await services.GetRequiredService<SiteInfo>().SettingsAsync(ct);
        var isReadOnly = services.GetRequiredService<IOptions<BlogOptions>>().Value.ReadOnly;
        var setup = isReadOnly ? null : await services.GetRequiredService<SetupLink>().CreateAsync(ct);
        var posts = await services.GetRequiredService<IPostStore>().CountPublicAsync(ct);

        var lines = new List<string>
        {
            "",
            $"  /\\   {settings.Title}",
            " /  \\  is up.",
            "",
            $"  Site      {site.Base}",
            $"  Desk      {site.Absolute("/desk")}",
            $"  Data      {services.GetRequiredService<DataFolder>().Path}",
            $"  Store     {facts.Engine} {facts.EngineVersion}, schema {facts.SchemaVersion}, {posts} public posts and pages",
        };
        if (isReadOnly)
        {
            lines.Add("  Read-only Nothing is stored and nothing is sent until it starts without Blog:ReadOnly.");
        }

        if (services.GetRequiredService<PracticeMode>().IsOn)
        {
            var places = services.GetServices<IPracticeNetwork>().Select(p => site.Absolute("/practice/" + p.Network)).ToList();
            lines.Add($"  Practice  {string.Join(Environment.NewLine + "            ", places)}");
            lines.Add("            (rehearsals of the networks on this machine; nothing leaves it)");
        }

        if (setup is not null)
        {
            lines.Add("");
            lines.Add("  Nobody owns this blog yet. Open this link once, within a day, to make your account:");
            lines.Add($"  Set up    {site.Absolute(setup)}");
        }

        lines.Add("");
        lines.Add("  Ctrl-C stops it.");
        lines.Add("");
        await output.WriteLineAsync(string.Join(Environment.NewLine, lines));
        await output.FlushAsync(ct);
    }
}
