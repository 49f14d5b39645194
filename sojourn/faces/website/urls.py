"""Addresses of the website."""

from django.urls import path

from sojourn.faces.website import answer_views, booking_views, contact_views, map_views, page_views

app_name = "website"
urlpatterns = [
    path("", page_views.home, name="home"),
    path("treatment/", page_views.treatment, name="treatment"),
    path("a-session/", page_views.session, name="session"),
    path("groups/", page_views.groups, name="groups"),
    path("prices/", page_views.prices, name="prices"),
    path("questions/", page_views.questions, name="questions"),
    path("could-this-be-for-me/", page_views.could_this_be, name="could_this_be"),
    path("contact/", contact_views.contact, name="contact"),
    path("contact/thanks/", contact_views.thanks, name="contact_thanks"),
    path("book/", booking_views.book, name="book"),
    path("book/check-your-e-mail/", booking_views.booked, name="book_done"),
    path("visit/<str:token>/", answer_views.answer, name="answer"),
    path("visit/<str:token>/change/", answer_views.change, name="answer_change"),
    path("robots.txt", map_views.robots, name="robots"),
    path("sitemap.xml", map_views.sitemap, name="sitemap"),
    path("favicon.ico", map_views.favicon, name="favicon"),
]
