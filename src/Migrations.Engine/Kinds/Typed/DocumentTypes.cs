namespace Migrations.Engine.Kinds.Typed;

internal static class DocumentTypes
{
    // The two type arguments of DocumentMigration<TIn, TOut>, found up the chain of base types.
    public static (Type In, Type Out)? Of(Type migration)
    {
        for (var type = migration; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(DocumentMigration<,>))
            {
                return (type.GenericTypeArguments[0], type.GenericTypeArguments[1]);
            }
        }

        return null;
    }
}
