from django.urls import path

from netzwerkstatt.projects.views import helping, pages, papers, plan, profile

app_name = "projects"
urlpatterns = [
    path("", pages.projects, name="list"),
    path("new", pages.new, name="new"),
    path("<slug:public_id>", pages.project, name="project"),
    path("<slug:public_id>/change", pages.change, name="change"),
    path("<slug:public_id>/partner", pages.add_partner, name="add-partner"),
    path("<slug:public_id>/partnership", pages.answer_partnership, name="answer-partnership"),
    path("<slug:public_id>/first-step", pages.finish_first_step, name="finish-first-step"),
    path("<slug:public_id>/papers", papers.papers, name="papers"),
    path("<slug:public_id>/papers/<slug:paper>", papers.make, name="paper"),
    path("<slug:public_id>/papers/<slug:paper>/pdf", papers.as_pdf, name="paper-pdf"),
    path("<slug:public_id>/papers/<slug:paper>/docx", papers.as_docx, name="paper-docx"),
    path("<slug:public_id>/steckbrief", profile.profile, name="profile"),
    path("<slug:public_id>/steckbrief/pdf", profile.as_pdf, name="profile-pdf"),
    path("<slug:public_id>/steckbrief/docx", profile.as_docx, name="profile-docx"),
    path("<slug:public_id>/steckbrief/files", profile.files, name="profile-files"),
    path("<slug:public_id>/steckbrief/write", profile.edit, name="profile-edit"),
    path("<slug:public_id>/steckbrief/write/<slug:block>", profile.block, name="profile-block"),
    path("<slug:public_id>/steckbrief/propose", profile.propose, name="profile-propose"),
    path("<slug:public_id>/steckbrief/release", profile.release, name="profile-release"),
    path("<slug:public_id>/steckbrief/confirm", profile.confirm, name="profile-confirm"),
    path("<slug:public_id>/steckbrief/second-pair", profile.second_pair, name="profile-second-pair"),
    path("<slug:public_id>/stage", plan.stage, name="stage"),
    path("<slug:public_id>/help/<int:need>", helping.offer, name="offer-help"),
    path("<slug:public_id>/offers/<int:offer>", helping.answer, name="answer-help"),
    path("<slug:public_id>/offers/<int:offer>/withdraw", helping.withdraw, name="withdraw-help"),
    path("<slug:public_id>/plan/<slug:part>", plan.add_line, name="add-line"),
    path("<slug:public_id>/plan/steps/<int:line>/done", plan.finish_step, name="finish-step"),
    path("<slug:public_id>/plan/<slug:part>/<int:line>", plan.change_line, name="change-line"),
    path("<slug:public_id>/plan/<slug:part>/<int:line>/remove", plan.remove_line, name="remove-line"),
]
