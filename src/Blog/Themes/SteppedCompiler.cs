using System.Collections.Concurrent;
using System.Linq.Expressions;
using HandlebarsDotNet;
using HandlebarsDotNet.Collections;
using HandlebarsDotNet.Compiler;
using HandlebarsDotNet.Features;

namespace Blog.Themes;

/// <summary>
/// Makes templates ready in two steps. To turn each block of a template into machine code takes milliseconds, and the first page of a cold process
/// would wait for two hundred of them; so a block is interpreted first, and <see cref="Finish"/> replaces that by machine code afterwards.
/// </summary>
internal sealed class SteppedCompiler : IFeatureFactory, IFeature
{
    private readonly ConcurrentQueue<Block> _interpreted = new();

    /// <summary>Turns everything that is interpreted so far into machine code.</summary>
    public void Finish()
    {
        while (_interpreted.TryDequeue(out var block))
        {
            block.Finish();
        }
    }

    IFeature IFeatureFactory.CreateFeature() => this;

    void IFeature.OnCompiling(ICompiledHandlebarsConfiguration configuration) =>
        configuration.ExpressionCompiler = new Compiler(configuration.ExpressionMiddlewares, _interpreted);

    void IFeature.CompilationCompleted()
    {
    }

    private sealed class Compiler(IAppendOnlyList<IExpressionMiddleware> middlewares, ConcurrentQueue<Block> interpreted) : IExpressionCompiler
    {
        public T Compile<T>(Expression<T> expression)
            where T : class, Delegate
        {
            for (var n = 0; n < middlewares.Count; n++)
            {
                expression = middlewares[n].Invoke(expression);
            }

            if (expression is not Expression<TemplateDelegate> template)
            {
                return expression.Compile();
            }

            var block = new Block(template);
            interpreted.Enqueue(block);
            return (T)(object)(TemplateDelegate)block.Write;
        }
    }

    private sealed class Block(Expression<TemplateDelegate> template)
    {
        private TemplateDelegate _write = template.Compile(preferInterpretation: true);

        public void Write(EncodedTextWriter writer, BindingContext context) => _write(writer, context);

        public void Finish() => Volatile.Write(ref _write, template.Compile());
    }
}
