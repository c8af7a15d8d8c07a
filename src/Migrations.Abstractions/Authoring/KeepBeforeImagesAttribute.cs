namespace Migrations;

/// <summary>
/// On a document migration: each batch stores the documents that it changes as they were, so that the migration can be rolled back without a <c>Down</c>.
/// A migration that has a <c>Down</c> is rolled back by it. The images take up space until they are pruned.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeepBeforeImagesAttribute : Attribute;
