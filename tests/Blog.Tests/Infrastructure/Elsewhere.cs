using Blog.Syndication;

namespace Blog.Tests.Infrastructure;

/// <summary>A network whose own addresses are those of an emulator.</summary>
internal sealed class Elsewhere(INetwork inner, string address) : NetworkDecorator(inner)
{
    public override NetworkDescriptor Descriptor => base.Descriptor with { ApiBase = address, WebBase = address };

    /// <summary>Moves the network of this class there.</summary>
    public static void Move(IServiceCollection services, string type, string address)
    {
        var known = services.Single(s => s.ServiceType == typeof(INetwork) && s.ImplementationType?.Name == type);
        services.Remove(known);
        services.AddSingleton<INetwork>(provider => new Elsewhere((INetwork)ActivatorUtilities.CreateInstance(provider, known.ImplementationType!), address));
    }
}
