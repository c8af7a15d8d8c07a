using Migrations.Engine.Model;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Reporting;

/// <summary>Receives the events of a run as they happen, one at a time.</summary>
public interface IRunObserver
{
    /// <summary>A step begins.</summary>
    void StepStarted(PlannedStep step, int number, int total, bool usesTransaction);

    /// <summary>A document migration got further.</summary>
    void StepProgressed(PlannedStep step, StepProgress progress);

    /// <summary>The batches of a document migration wait, or are fewer and smaller.</summary>
    void StepPaused(PlannedStep step, StepPause pause);

    /// <summary>The pause is over.</summary>
    void StepContinued(PlannedStep step, StepPause pause);

    /// <summary>A migration reported an action.</summary>
    void ActionReported(PlannedStep step, ReportedAction action);

    /// <summary>A step succeeded.</summary>
    void StepFinished(PlannedStep step, StepResult result);

    /// <summary>A migration and the database do not fit; this is only a warning.</summary>
    void Warned(Finding finding);

    /// <summary>A note.</summary>
    void Noted(string text);
}
