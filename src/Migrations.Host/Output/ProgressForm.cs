namespace Migrations.Host.Output;

// How progress is told: a bar that moves, a line now and then, or a JSON object a line.
internal enum ProgressForm
{
    Bar,
    Lines,
    Json,
}
