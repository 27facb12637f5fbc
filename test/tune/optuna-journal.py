"""Wrote optuna-journal.ndjson and the expectations of replay.test.ts, with Optuna 5.0.0.

    python optuna-journal.py optuna-journal.ndjson
"""

import sys
import warnings

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
from optuna.trial import TrialState, create_trial

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

storage = JournalStorage(JournalFileBackend(sys.argv[1]))
activations = CategoricalDistribution(["relu", "gelu", None])

# A deleted study, whose study id and trial id are spent.
optuna.create_study(study_name="gone", storage=storage).ask()
study = optuna.create_study(
    study_name="kept",
    storage=storage,
    directions=["maximize"],
    sampler=optuna.samplers.RandomSampler(seed=1),
    pruner=optuna.pruners.NopPruner(),
)
optuna.delete_study(study_name="gone", storage=storage)
study.set_user_attr("owner", "someone")
study.set_metric_names(["r2"])

# Every kind of parameter; NaN among the reports; the word NaN within a text.
trial = study.ask(
    {"activation": activations, "lr": FloatDistribution(1e-4, 0.1, log=True), "width": IntDistribution(8, 64, step=8)}
)
for step, value in enumerate([0.5, float("nan"), 0.75]):
    trial.report(value, step)
trial.set_user_attr("note", 'NaN "Infinity"')
study.tell(trial, 0.75)

trial = study.ask()
trial.report(0.25, 0)
study.tell(trial, state=TrialState.PRUNED)
study.tell(study.ask(), float("nan"))

# Queued, then claimed.
study.enqueue_trial({"lr": 0.01})
study.ask().suggest_float("lr", 1e-4, 0.1, log=True)

# Dropped: a parameter of another scale than before.
try:
    study.ask().suggest_float("lr", 1e-4, 0.1)
except ValueError:
    pass

# A trial in one line, with the value in the older field.
study.add_trial(
    create_trial(
        value=float("inf"),
        params={"activation": "gelu"},
        distributions={"activation": activations},
        user_attrs={"key": "a"},
        intermediate_values={3: 0.5},
    )
)

# Ignored: a study of a name that exists.
try:
    optuna.create_study(study_name="kept", storage=storage)
except optuna.exceptions.DuplicatedStudyError:
    pass

for trial in study.trials:
    print(trial._trial_id, trial.number, trial.state.name, trial.values, trial.params, trial.intermediate_values)
