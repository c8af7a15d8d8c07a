using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace Migrations.Analyzers.Driver;

// Reads JSON as the shell writes it: names without quotes, either kind of quotes, and calls such as ObjectId('...'), which stay unknown.
internal sealed class ShellText
{
    private readonly string _text;
    private int _at;

    private ShellText(string text) => _text = text;

    // Null if it is not a document, or more than this reads.
    public static LiteralDocument? Read(string text) => ReadWhole(text) as LiteralDocument;

    // The stages of a pipeline, or null.
    public static IReadOnlyList<object>? ReadList(string text) => ReadWhole(text) as IReadOnlyList<object>;

    private static object? ReadWhole(string text)
    {
        try
        {
            var reader = new ShellText(text);
            var value = reader.Value();
            reader.Space();
            return reader._at == text.Length ? value : null;
        }
        catch (FormatException)
        {
            // The driver says what is wrong with it; here it only cannot be looked at.
            return null;
        }
    }

    private object Value()
    {
        switch (Peek())
        {
            case '{':
                return Document();
            case '[':
                return List();
            case '"' or '\'':
                return Quoted();
            default:
                return Word();
        }
    }

    private LiteralDocument Document()
    {
        var fields = new List<KeyValuePair<string, object>>();
        Take('{');
        while (Peek() != '}')
        {
            var name = Peek() is '"' or '\'' ? Quoted() : Bare();
            Take(':');
            fields.Add(new(name, Value()));
            Separator('}');
        }

        Take('}');
        return new LiteralDocument(fields);
    }

    private List<object> List()
    {
        var items = new List<object>();
        Take('[');
        while (Peek() != ']')
        {
            items.Add(Value());
            Separator(']');
        }

        Take(']');
        return items;
    }

    private object Word()
    {
        var word = Bare();
        if (Peek() == '(')
        {
            SkipCall();
            return LiteralDocument.Unknown;
        }

        return word switch
        {
            "true" => true,
            "false" => false,
            _ when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => LiteralDocument.Unknown,
        };
    }

    private void SkipCall()
    {
        Take('(');
        while (Peek() != ')')
        {
            if (Peek() is '"' or '\'')
            {
                Quoted();
            }
            else
            {
                _at++;
            }
        }

        Take(')');
    }

    private string Bare()
    {
        Space();
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '$' or '.' or '-' or '+'))
        {
            _at++;
        }

        return _at > start ? _text.Substring(start, _at - start) : throw new FormatException();
    }

    private string Quoted()
    {
        var quote = Peek();
        var text = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != quote; _at++)
        {
            if (_text[_at] == '\\')
            {
                _at++;
            }

            text.Append(_at < _text.Length ? _text[_at] : throw new FormatException());
        }

        Take(quote);
        return text.ToString();
    }

    private void Separator(char end)
    {
        if (Peek() != end)
        {
            Take(',');
        }
    }

    private char Peek()
    {
        Space();
        return _at < _text.Length ? _text[_at] : throw new FormatException();
    }

    private void Take(char expected)
    {
        if (Peek() != expected)
        {
            throw new FormatException();
        }

        _at++;
    }

    private void Space()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
