using Migrations.Engine.Model;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Reporting;

/// <summary>Is told what a run does while it does it, one thing at a time.</summary>
public interface IRunObserver
{
    /// <summary>A step begins.</summary>
    void StepStarted(PlannedStep step, int number, int total, bool usesTransaction);

    /// <summary>A document migration got further.</summary>
    void StepProgressed(PlannedStep step, StepProgress progress);

    /// <summary>The batches of a document migration wait, or are fewer and smaller.</summary>
    void StepPaused(PlannedStep step, StepPause pause);

    /// <summary>They do not any more.</summary>
    void StepContinued(PlannedStep step, StepPause pause);

    /// <summary>A migration reported an action.</summary>
    void ActionReported(PlannedStep step, ReportedAction action);

    /// <summary>A step ended well.</summary>
    void StepFinished(PlannedStep step, StepResult result);

    /// <summary>Something does not fit between a migration and the database, and stops nothing.</summary>
    void Warned(Finding finding);

    /// <summary>Something worth knowing that stops nothing.</summary>
    void Noted(string text);
}
