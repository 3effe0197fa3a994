using Blog.Reading;
using Blog.Site;

namespace Blog.Desk;

/// <summary>Changes the site's settings and lets this process know.</summary>
internal sealed class SettingsKeeper(ISiteStore store, SiteInfo site, ContentVersion version)
{
    public async Task ChangeAsync(Func<SiteSettings, SiteSettings> change, CancellationToken ct)
    {
        var stamp = await store.SaveAsync(change(await store.LoadAsync(ct)), ct);
        version.Observe(stamp);
        site.Forget();
    }
}
