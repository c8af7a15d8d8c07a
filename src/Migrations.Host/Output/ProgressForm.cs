namespace Migrations.Host.Output;

// The form of progress: a moving bar, a line now and then, or a JSON object for each event.
internal enum ProgressForm
{
    Bar,
    Lines,
    Json,
}
