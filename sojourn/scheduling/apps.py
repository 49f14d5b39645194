from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "sojourn.scheduling"
    label = "scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """A reminder that waits in the outbox is looked at once more before it goes."""
        from sojourn.comms.last_look import look_before  # noqa: PLC0415  (models are not loaded before)
        from sojourn.scheduling.actions.reminders import LOOKED_AT_AGAIN, is_still_true  # noqa: PLC0415

        look_before(LOOKED_AT_AGAIN, is_still_true)
