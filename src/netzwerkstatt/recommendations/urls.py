from django.urls import path

from netzwerkstatt.recommendations.views import amending, answering, drafting, reading, resistance, writing

from netzwerkstatt.recommendations.views import resistance

app_name = "recommendations"
urlpatterns = [
    path("", reading.recommendations, name="list"),
    path("new", drafting.new, name="new"),
    path("answers/<slug:public_id>", reading.answer, name="answer"),
    path("amendments/<slug:public_id>", amending.amendment, name="amendment"),
    path("amendments/<slug:public_id>/decide", amending.decide, name="decide-amendment"),
    path("amendments/<slug:public_id>/withdraw", amending.withdraw, name="withdraw-amendment"),
    path("E-<int:number>", reading.short, name="short"),
    path("<slug:public_id>", reading.recommendation, name="recommendation"),
    path("<slug:public_id>.json", reading.as_json, name="json"),
    path("<slug:public_id>.pdf", reading.as_pdf, name="pdf"),
    path("<slug:public_id>/pdf", drafting.retry_pdf, name="retry-pdf"),
    path("<slug:public_id>/resistance", resistance.resistance, name="resistance"),
    path("<slug:public_id>/resistance/measure", resistance.measure, name="resistance-measure"),
    path("<slug:public_id>/resistance/take-back", resistance.take_back, name="resistance-take-back"),
    path("<slug:public_id>/resistance/close", resistance.close, name="resistance-close"),
    path("<slug:public_id>/resistance.csv", resistance.as_table, name="resistance-csv"),
    path("<slug:public_id>/resistance.json", resistance.as_json, name="resistance-json"),
    path("<slug:public_id>/edit", drafting.edit, name="edit"),
    path("<slug:public_id>/title", drafting.retitle, name="retitle"),
    path("<slug:public_id>/sources", drafting.sources, name="sources"),
    path("<slug:public_id>/paragraphs/new", writing.add_paragraph, name="add-paragraph"),
    path("<slug:public_id>/paragraphs/<int:paragraph>", writing.rewrite_paragraph, name="rewrite-paragraph"),
    path("<slug:public_id>/paragraphs/<int:paragraph>/remove", writing.remove_paragraph, name="remove-paragraph"),
    path("<slug:public_id>/paragraphs/<int:paragraph>/move", writing.move_paragraph, name="move-paragraph"),
    path("<slug:public_id>/paragraphs/<int:paragraph>/versions", writing.versions, name="versions"),
    path("<slug:public_id>/writing", writing.who_writes, name="who-writes"),
    path("<slug:public_id>/amendments", amending.amendments, name="amendments"),
    path("<slug:public_id>/amendments/new", amending.offer, name="offer-amendment"),
    path("<slug:public_id>/synopsis", amending.synopsis, name="synopsis"),
    path("<slug:public_id>/addressees/new", drafting.address, name="address"),
    path("<slug:public_id>/addressees/<slug:land>/withdraw", drafting.withdraw_address, name="withdraw-address"),
    path("<slug:public_id>/release", drafting.release, name="release"),
    path("<slug:public_id>/answers/<slug:land>", answering.give_answer, name="give-answer"),
]
