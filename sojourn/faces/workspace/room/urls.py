"""Addresses of the rooms, the register and visit notes."""

from django.urls import path

from sojourn.faces.workspace.room import (
    device_views,
    entry_views,
    group_views,
    held_views,
    home_views,
    note_views,
    readiness_views,
    register_views,
    room_views,
)

SESSION = "sessions/<uuid:session_id>"

urlpatterns = [
    path("sessions/", room_views.today, name="session_room"),
    path("sessions/arrivals/", device_views.arrivals, name="session_arrivals"),
    path("sessions/key/<uuid:device>/", device_views.key, name="session_key"),
    path("sessions/worker.js", device_views.worker, name="session_worker"),
    path("sessions/shell/", device_views.shell, name="session_shell"),
    path("visits/<uuid:appointment_id>/check-in/", readiness_views.check_in, name="session_check_in"),
    path(f"{SESSION}/", room_views.room, name="session"),
    path(f"{SESSION}/light/", room_views.light, name="session_light"),
    path(f"{SESSION}/answers/<slug:code>/", readiness_views.answer, name="session_answer"),
    path(f"{SESSION}/past/<slug:code>/", readiness_views.go_past, name="session_override"),
    path(f"{SESSION}/weight/", readiness_views.weigh, name="session_weight"),
    path(f"{SESSION}/door/", readiness_views.door, name="session_door"),
    path(f"{SESSION}/start/", readiness_views.begin, name="session_start"),
    path(f"{SESSION}/vitals/", entry_views.vitals, name="session_vitals"),
    path(f"{SESSION}/doses/", entry_views.dose, name="session_dose"),
    path(f"{SESSION}/side-effects/", entry_views.side_effect, name="session_side_effect"),
    path(f"{SESSION}/side-effects/over/", entry_views.gone, name="session_gone"),
    path(f"{SESSION}/responses/", entry_views.response, name="session_response"),
    path(f"{SESSION}/rescues/", entry_views.rescue, name="session_rescue"),
    path(f"{SESSION}/remarks/", entry_views.remark, name="session_remark"),
    path(f"{SESSION}/phase/", entry_views.phase, name="session_phase"),
    path(f"{SESSION}/held/<uuid:held_id>/", held_views.put_right, name="session_held"),
    path(f"{SESSION}/home/", home_views.going_home, name="session_home"),
    path(f"{SESSION}/own-medicine/", home_views.give_back, name="session_give_back"),
    path(f"{SESSION}/instructions.pdf", home_views.instructions, name="session_instructions"),
    path("group-room/", group_views.now_or_next, name="group_room"),
    path("group-room/<uuid:group_id>/", group_views.group, name="group"),
    path("group-room/<uuid:group_id>/watch/", group_views.watch, name="group_watch"),
    path("register/", register_views.register, name="register"),
    path("register/receive/", register_views.receive, name="register_receive"),
    path("register/<uuid:vial_id>/waste/", register_views.waste, name="register_waste"),
    path("register/<uuid:vial_id>/count/", register_views.count, name="register_count"),
    path("visits/<uuid:appointment_id>/note/", note_views.note, name="note"),
    path("visits/<uuid:appointment_id>/note.pdf", note_views.paper, name="note_paper"),
    path("patients/<uuid:patient_id>/sessions/", note_views.sessions, name="chart_sessions"),
]
