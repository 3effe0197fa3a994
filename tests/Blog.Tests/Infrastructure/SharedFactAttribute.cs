namespace Blog.Tests.Infrastructure;

/// <summary>A test that reads <c>../shared</c> in place; skipped, with the reason, where that folder is absent.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string path)
    {
        if (Repository.Shared is null || !Path.Exists(Path.Combine(Repository.Shared, path)))
        {
            Skip = $"needs ../shared/{path}, which is not here";
        }
    }
}
