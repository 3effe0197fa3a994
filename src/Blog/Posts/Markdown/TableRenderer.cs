using System.Globalization;
using System.Text;
using Blog.Interactions;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Blog.Posts.Markdown;

/// <summary>Tables in a frame that scrolls by itself, reachable by keyboard and named after their columns.</summary>
internal sealed class TableRenderer : HtmlObjectRenderer<Table>
{
    private const int MaxLabelLength = 80;

    protected override void Write(HtmlRenderer renderer, Table obj)
    {
        var post = (PostRenderer)renderer;
        post.EnsureLine();
        post.Write("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
        HtmlEscape.Attribute(post.Output, post.UniqueLabel(Label(obj)));
        post.WriteLine("\">");
        post.WriteLine("<table>");
        string? part = null;
        foreach (var row in obj.OfType<TableRow>())
        {
            // A second header row would be a body row to every reader; HTML knows one thead.
            var wanted = row.IsHeader && part is null or "thead" ? "thead" : "tbody";
            if (part != wanted)
            {
                ClosePart(post, part);
                post.Write('<');
                post.Write(wanted);
                post.WriteLine(">");
                part = wanted;
            }

            WriteRow(post, obj, row);
        }

        ClosePart(post, part);
        post.WriteLine("</table>");
        post.WriteLine("</div>");
    }

    private static void ClosePart(PostRenderer post, string? part)
    {
        if (part is not null)
        {
            post.Write("</");
            post.Write(part);
            post.WriteLine(">");
        }
    }

    private static void WriteRow(PostRenderer post, Table table, TableRow row)
    {
        post.WriteLine("<tr>");
        for (var i = 0; i < row.Count; i++)
        {
            var cell = (TableCell)row[i];
            post.Write(row.IsHeader ? "<th" : "<td");
            WriteSpan(post, "colspan", cell.ColumnSpan);
            WriteSpan(post, "rowspan", cell.RowSpan);
            if (row.IsHeader)
            {
                post.Write(" scope=\"col\"");
            }

            var column = cell.ColumnIndex >= 0 ? cell.ColumnIndex : i;
            if (column < table.ColumnDefinitions.Count && AlignClass(table.ColumnDefinitions[column].Alignment) is { } align)
            {
                post.Write(" class=\"");
                post.Write(align);
                post.Write('"');
            }

            post.Write('>');
            var outer = post.ImplicitParagraph;
            post.ImplicitParagraph = cell.Count == 1;
            post.Write(cell);
            post.ImplicitParagraph = outer;
            post.WriteLine(row.IsHeader ? "</th>" : "</td>");
        }

        post.WriteLine("</tr>");
    }

    private static void WriteSpan(PostRenderer post, string name, int span)
    {
        if (span > 1)
        {
            post.Write(string.Create(CultureInfo.InvariantCulture, $" {name}=\"{span}\""));
        }
    }

    private static string? AlignClass(TableColumnAlign? align) => align switch
    {
        TableColumnAlign.Left => "ta-l",
        TableColumnAlign.Center => "ta-c",
        TableColumnAlign.Right => "ta-r",
        _ => null,
    };

    private static string Label(Table table)
    {
        var label = new StringBuilder();
        if (table.FirstOrDefault() is TableRow { IsHeader: true } header)
        {
            foreach (var literal in header.Descendants<LiteralInline>().TakeWhile(_ => label.Length < MaxLabelLength))
            {
                var words = literal.Content.AsSpan().Trim();
                if (!words.IsEmpty)
                {
                    label.Append(label.Length == 0 ? "" : ", ").Append(words[..Math.Min(words.Length, MaxLabelLength)]);
                }
            }
        }

        return label.Length == 0 ? "Table" : label.ToString();
    }
}
