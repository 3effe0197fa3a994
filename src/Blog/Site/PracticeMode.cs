using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Blog.Site;

/// <summary>Whether the practice networks of this machine are there: <see cref="BlogOptions.Practice"/>, or Development if it is not set.</summary>
public sealed class PracticeMode(IOptions<BlogOptions> options, IHostEnvironment environment)
{
    /// <summary>True if they are.</summary>
    public bool IsOn => options.Value.Practice ?? environment.IsDevelopment();
}
