using Xunit.Abstractions;
using Xunit.Sdk;

namespace Blog.Tests.Infrastructure;

/// <summary>A test of a contract, run for each engine; skipped, with the reason, in the classes of an engine that is not here.</summary>
[XunitTestCaseDiscoverer("Blog.Tests.Infrastructure.StoreFactDiscoverer", "Blog.Tests")]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>The same with data.</summary>
[XunitTestCaseDiscoverer("Blog.Tests.Infrastructure.StoreTheoryDiscoverer", "Blog.Tests")]
public sealed class StoreTheoryAttribute : TheoryAttribute;

/// <summary>A class whose tests need PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : Attribute
{
    internal static string? SkipReason(ITestMethod method) =>
        method.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any() ? PostgresServer.SkipReason : null;
}

/// <summary>A single test that needs PostgreSQL.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.SkipReason;
}

/// <summary>The same with data.</summary>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.SkipReason;
}

public sealed class StoreFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        Skipped.Reason(testMethod) is { } why
            ? [Skipped.Case(DiagnosticMessageSink, discoveryOptions, testMethod, why)]
            : base.Discover(discoveryOptions, testMethod, factAttribute);
}

public sealed class StoreTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        Skipped.Reason(testMethod) is { } why
            ? [Skipped.Case(DiagnosticMessageSink, discoveryOptions, testMethod, why)]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

internal static class Skipped
{
    public static string? Reason(ITestMethod method) => NeedsPostgresAttribute.SkipReason(method)
        ?? (method.TestClass.Class.GetCustomAttributes(typeof(NeedsS3Attribute)).Any() ? S3Server.SkipReason : null);

    public static IXunitTestCase Case(IMessageSink sink, ITestFrameworkDiscoveryOptions options, ITestMethod method, string why) =>
        new XunitSkippedDataRowTestCase(sink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, why);
}
