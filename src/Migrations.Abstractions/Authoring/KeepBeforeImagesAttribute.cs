namespace Migrations;

/// <summary>
/// On a migration of single documents: each batch stores the documents it changes as they were, so that the migration can be rolled back without a <c>Down</c>.
/// A migration that has a <c>Down</c> is rolled back by it. The images take room until they are pruned.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeepBeforeImagesAttribute : Attribute;
